"""How fast legspasm is beside other engines with the same rules, the same people and answers."""
