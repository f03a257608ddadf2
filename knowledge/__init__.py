"""The knowledge bases that ship with legspasm: plain files, one folder each."""
