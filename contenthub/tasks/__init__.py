"""What the hub does by itself, when the time has come: the worker and the pieces of its round."""
