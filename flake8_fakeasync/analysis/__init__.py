"""What Python code says: facts about modules and the questions that facts answer.

Knows Python, knows no rule and no flake8.
"""
