"""Which reports are worth repairing, by facts about the code that they are on."""
