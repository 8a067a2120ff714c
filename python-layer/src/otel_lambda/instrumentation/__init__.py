"""Calls of client libraries, one module for each library."""
