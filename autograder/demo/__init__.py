"""A made-up class, whose marks are known beforehand."""
