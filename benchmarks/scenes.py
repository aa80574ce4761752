"""Scenes as cameras see them: large shapes that stay from visit to visit, fine detail that does not."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

SIZE = (320, 240)


def shot(scene: int, visit: int = 1) -> Image.Image:
    """Photograph a scene on a visit: the same scene and visit give the same picture, pixel for pixel."""
    stays = _noise(np.random.default_rng([scene, 0]), slope=2.2)
    moves = _noise(np.random.default_rng([scene, visit, 1]), slope=0.6)
    grey = 128 + 45 * stays + 14 * moves
    return Image.fromarray(np.clip(grey, 0, 255).astype(np.uint8)).convert("RGB")


def _noise(source: np.random.Generator, slope: float) -> NDArray[Any]:
    """Make noise whose power falls with frequency as in pictures of nature, of mean 0 and deviation 1."""
    width, height = SIZE
    down, right = np.meshgrid(np.fft.fftfreq(height), np.fft.rfftfreq(width), indexing="ij")
    frequency = np.maximum(np.hypot(down, right), 1 / width)
    spectrum = np.fft.rfft2(source.normal(size=(height, width))) / frequency**slope
    field: NDArray[Any] = np.fft.irfft2(spectrum, s=(height, width))
    plain: NDArray[Any] = (field - field.mean()) / field.std()
    return plain
