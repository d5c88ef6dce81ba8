"""Hostile and broken submissions of lesson 02: what each tries, and what must come of it."""
