"""x"""
def coverage_dashboard(*a, **k): return ""
