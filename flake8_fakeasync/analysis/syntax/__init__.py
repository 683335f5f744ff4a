"""From syntax to facts: what one file says, with no syntax tree kept."""
