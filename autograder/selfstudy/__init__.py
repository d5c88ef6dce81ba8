"""Studying alone: where you are, what is next, hints, and the watch over your notebooks."""
