"""The scenes of the benchmark, for tests of pictures that look alike."""

from benchmarks.scenes import shot

__all__ = ["shot"]
