"""Packages that stand empty until one of their names is used, each case in a process of its own."""

import subprocess
import sys
from pathlib import Path

import pytest

CONSTANT = "from zoo import limit; import zoo.small; assert limit is None and not loaded('zoo.big')"
NAME = "from zoo import Big; import zoo.big; assert Big is zoo.big.Big"
SUBMODULE = "from zoo import small; assert small.VALUE == 1 and not loaded('zoo.big')"
BODY = "import zoo; assert zoo.made == 5 and loaded('zoo.big')"
RUN_ONCE = "import zoo; zoo.made, zoo.count; assert zoo.count == [1]"
BELOW = "import zoo.pen; assert not loaded('zoo.big'); from zoo.pen import Big; assert loaded('zoo.big')"
NEARBY = (
    "import zoo.den; assert not loaded('zoo.den.fox'); from zoo.den import Cub; assert Cub.__name__ == 'Fox'"
)
WORKS = "import zoo.shed; assert zoo.shed.TOOLS == ['rake']"
MISSING = "import zoo\ntry:\n zoo.nothing\nexcept AttributeError as error: assert 'nothing' in str(error)"
SET = "import zoo; zoo.limit = 3; from zoo import limit; assert limit == 3"

ZOO = {
    "__init__": "from typing import Optional\nfrom zoo.big import Big\nlimit: Optional[int] = None\n"
    "made = 2 + 3\ncount = [1]\n",
    "big": "class Big: pass",
    "small": "VALUE = 1",
    "pen/__init__": '"""Gathers."""\nfrom zoo.big import Big\n__all__ = ["Big"]\n',
    "den/__init__": "from .fox import Fox\nCub = Fox  # its old name\n",
    "den/fox": "class Fox: pass",
    "shed/__init__": "TOOLS = []\nTOOLS.append('rake')\n",
}
START = """
import sys
from ui.cli.on_demand import put_off
sys.path.insert(0, {folder!r})
put_off("zoo")
loaded = sys.modules.__contains__
"""


@pytest.fixture(scope="module")
def zoo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("packages")
    for name, text in ZOO.items():
        file = folder / "zoo" / f"{name}.py"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    return folder


@pytest.mark.parametrize(
    "use",
    [
        pytest.param(CONSTANT, id="a constant is there and loads nothing"),
        pytest.param(NAME, id="a name comes from the module that defines it"),
        pytest.param(SUBMODULE, id="a module below is not taken for a name"),
        pytest.param(BODY, id="what is made in the body runs it"),
        pytest.param(RUN_ONCE, id="the body runs once"),
        pytest.param(BELOW, id="a package below waits as well"),
        pytest.param(NEARBY, id="names from beside it, and other names for them"),
        pytest.param(WORKS, id="a package that does more than gather is loaded as ever"),
        pytest.param(MISSING, id="what is nowhere is missed as ever"),
        pytest.param(SET, id="what is set stays"),
    ],
)
def test_a_package_on_demand(zoo: Path, use: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", START.format(folder=str(zoo)) + use],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


LLAMA = """
from ui.cli.on_demand import put_off
put_off("llama_index.core")
import sys
from llama_index.core.schema import TextNode
assert "llama_index.core.indices.base" not in sys.modules
import llama_index.core
assert llama_index.core.VectorStoreIndex.__module__ == "llama_index.core.indices.vector_store.base"
from llama_index.core.schema import TextNode as same
assert llama_index.core.schema.TextNode is same is TextNode
"""


def test_what_llamaindex_puts_off_is_there_when_it_is_wanted() -> None:
    done = subprocess.run([sys.executable, "-c", LLAMA], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
