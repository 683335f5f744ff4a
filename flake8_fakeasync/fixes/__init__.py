"""Edits that mend what is reported: made, proved, and taken back where the proof fails."""
