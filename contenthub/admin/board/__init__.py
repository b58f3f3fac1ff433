"""The screens about channels: whether they live, what they show, and ending them."""
