"""Makes links of docs/ to the rest of the repository work on the site, as an mkdocs hook.

A picture outside docs/ becomes a file of the site. Any other link outside docs/ leads to the repository at
REPOSITORY_URL, or is its text alone where that is not set. scripts/docs/check.py checks that its target is there.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

ROOT = Path(__file__).resolve().parents[2]
OUTSIDE = re.compile(r"(?P<picture>!?)\[(?P<text>[^\]]*)\]\(\.\./(?P<path>[^)#\s]+)(?P<anchor>#[^)\s]*)?\)")


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Adds the pictures that pages show from outside docs/."""
    pictures = {
        match["path"]
        for page in files.documentation_pages()
        for match in OUTSIDE.finditer(page.content_string)
        if match["picture"]
    }
    for path in sorted(pictures):
        files.append(File.generated(config, path, abs_src_path=str(ROOT / path)))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Replaces each link that leaves docs/."""
    return OUTSIDE.sub(_replacement, markdown)


def _replacement(match: re.Match[str]) -> str:
    text, path, anchor = match["text"], match["path"], match["anchor"] or ""
    if match["picture"]:
        return f"![{text}]({path})"
    repository = os.environ.get("REPOSITORY_URL", "")
    if not repository:
        return text
    kind = "tree" if (ROOT / path).is_dir() else "blob"
    return f"[{text}]({repository}/{kind}/main/{path}{anchor})"
