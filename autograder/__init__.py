"""Builds the course from its sources and grades what students hand in."""
