"""``python -m app`` is the command ``caveat``."""

from app.cli import main

if __name__ == "__main__":
    main(prog_name="caveat")
