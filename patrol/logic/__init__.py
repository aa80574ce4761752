"""The rules of field work on plain values: what a report needs, what a photo says, how strong the evidence is."""
