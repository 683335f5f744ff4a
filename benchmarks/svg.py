"""The few shapes of SVG that the plot needs, with colours for light and dark pages."""

from html import escape

WIDTH = 860
STYLE = """
  text { font-family: system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif; }
  .page { fill: #ffffff; } .rule { stroke: #d0d7de; } .row { fill: #f6f8fa; }
  .title { font-size: 17px; font-weight: 600; fill: #1f2328; }
  .head { font-size: 13px; font-weight: 600; fill: #1f2328; }
  .label, .figure { font-size: 12.5px; fill: #1f2328; } .note { font-size: 12px; fill: #59636e; }
  .figure { font-variant-numeric: tabular-nums; }
  .threads { fill: #bf6a02; } .async { fill: #0969da; } .loop { fill: #cf222e; }
  @media (prefers-color-scheme: dark) {
    .page { fill: #0d1117; } .rule { stroke: #3d444d; } .row { fill: #151b23; }
    .title, .head, .label, .figure { fill: #f0f6fc; } .note { fill: #9198a1; }
    .threads { fill: #db8a2c; } .async { fill: #4493f8; } .loop { fill: #f85149; }
  }
"""


def text(x: float, y: float, words: str, kind: str, anchor: str = "start") -> str:
    """Return a line of text; ``kind`` is a class of the style."""
    return f'<text x="{x:g}" y="{y:g}" class="{kind}" text-anchor="{anchor}">{escape(words)}</text>'


def box(x: float, y: float, width: float, height: float, kind: str) -> str:
    """Return a filled rectangle; ``kind`` is a class of the style."""
    size = f'width="{width:.1f}" height="{height:g}"'
    return f'<rect x="{x:g}" y="{y:g}" {size} rx="2" class="{kind}"/>'


def line(x1: float, x2: float, y: float) -> str:
    """Return a horizontal hairline."""
    return f'<line x1="{x1:g}" x2="{x2:g}" y1="{y:g}" y2="{y:g}" class="rule"/>'


def document(height: float, title: str, shapes: list[str]) -> str:
    """Return the whole picture, on a background of its own so that any page can show it."""
    inside = "\n".join([box(0, 0, WIDTH, height, "page"), *shapes])
    size = f'width="{WIDTH}" height="{height:g}" viewBox="0 0 {WIDTH} {height:g}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img">\n'
        f"<title>{escape(title)}</title>\n<style>{STYLE}</style>\n{inside}\n</svg>\n"
    )
