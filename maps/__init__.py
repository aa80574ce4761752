"""Every way a map leaves the building; stores nothing, writes nothing."""
