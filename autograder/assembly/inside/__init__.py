"""What is copied into the room, beside a student's micrograd.py. Nothing else of the course is visible there."""
