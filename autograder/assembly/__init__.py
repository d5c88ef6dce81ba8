"""A student's own micrograd: made of their notebooks, tried, trained, and carried into the next lesson."""
