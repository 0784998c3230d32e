"""The embedded server that keeps messages instead of sending them, and what is shown of them."""
