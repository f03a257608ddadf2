"""Auditing: what can be done with records long after the consultations that made them."""
