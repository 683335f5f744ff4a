"""What is handed to threads to look async, and who waits for it."""
