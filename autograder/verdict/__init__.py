"""Hidden suites run here, outside the room; what they find becomes the results document."""
