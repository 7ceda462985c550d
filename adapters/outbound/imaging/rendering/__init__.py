"""Pure libvips: from a plan and a look to pixels, run inside an imaging process."""
