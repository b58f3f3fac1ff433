"""Looking at a channel that the hub never fed: which of our content it shows, and which of our facts it contradicts."""
