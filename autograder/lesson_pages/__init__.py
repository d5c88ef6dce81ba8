"""The texts in lessons/, executed and written as web pages."""
