"""Who runs a function: what frameworks call on the event loop, in threads, once or for each request."""
