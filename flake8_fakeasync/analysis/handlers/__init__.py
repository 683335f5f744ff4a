"""What handlers catch, and what the code they guard may raise."""
