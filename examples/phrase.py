"""Write phrase.mid, the phrase that `perf-engine demo` plays to the machine: python phrase.py"""

from pathlib import Path

from perf_engine.studio.notes import write_midi
from perf_engine.studio.phrase import phrase

if __name__ == "__main__":
    write_midi(Path(__file__).with_name("phrase.mid"), phrase())
