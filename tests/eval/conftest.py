import sys
from pathlib import Path

# Test folders are no packages: the fakes beside the tests are found by path.
sys.path.insert(0, str(Path(__file__).parent))
