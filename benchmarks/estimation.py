"""Fixed-effects models against pyfixest, linearmodels and fixest, in one run.

    python benchmarks/estimation.py [--rows 100000 1000000] [--times 3] [--peers pyfixest]

A child panel of five waves, unbalanced, in random order of rows; an outcome and eight covariates,
clustered by village. Models: A child + wave, B the same weighted, C child + village x wave. Each
engine runs in a process of its own that holds the data before the clock starts; the median of the
times and the memory above the data are printed, and the ratio to ours. A peer that is not
installed, or fails, is said so. pyfixest is taken with each of its own demeaners; the best counts.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

FORMULAS = {"A": "child + wave", "B": "child + wave", "C": "child + village^wave"}
X = [f"x{j}" for j in range(1, 9)]

PANEL = """
import numpy as np, pandas as pd
def panel(rows):
    rng = np.random.default_rng(1)
    children, waves = int(rows / 4), 5
    child = np.repeat(np.arange(children), waves)
    wave = np.tile(np.arange(waves), children)
    here = np.flatnonzero(rng.random(child.size) < 0.8)
    here = rng.permutation(here)[:rows]
    child, wave = child[here], wave[here]
    village = rng.integers(0, max(40, min(children // 120, 400)), children)[child]
    frame = {"child": child, "wave": wave, "village": village, "w": rng.uniform(.5, 2, here.size)}
    own = rng.normal(size=children)
    y = own[child] + .1 * wave
    for j in range(1, 9):
        x = rng.normal(size=here.size) + .3 * own[child]
        frame[f"x{j}"] = (x > 0).astype(float) if j < 3 else x
        y = y + .1 * j * frame[f"x{j}"]
    frame["y"] = y + rng.normal(size=here.size)
    return pd.DataFrame(frame)
"""

CLOCK = """
import json, resource, sys, time
def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
task = json.loads(sys.argv[1])
data = panel(task["rows"])
small = panel(2000)
call(small, task)  # imports and compilation are not timed
before, times = peak(), []
for _ in range(task["times"]):
    begin = time.perf_counter()
    found = call(data, task)
    times.append(time.perf_counter() - begin)
print(json.dumps({"seconds": times, "gigabytes": peak() - before, "x1": found}))
"""

CALLS = {
    "kinpanel": """
def call(data, task):
    from kinpanel.estimation import feols
    fit = feols(task["formula"], data, cluster="village", weights=task["weights"])
    return [float(fit.coefficients["x1"]), float(fit.tidy()["std_error"].iloc[0])]
""",
    "pyfixest": """
def call(data, task):
    import pyfixest
    fit = pyfixest.feols(task["formula"], data, vcov={"CRV1": "village"}, weights=task["weights"],
        demeaner_backend=task["backend"], lean=True, copy_data=False, store_data=False)
    return [float(fit.coef()["x1"]), float(fit.se()["x1"])]
""",
    "linearmodels": """
def call(data, task):
    from linearmodels.panel import PanelOLS
    indexed = data.set_index(["child", "wave"])
    other = None
    if "^" in task["formula"]:
        cell = data["village"] * 10 + data["wave"]
        other = cell.to_frame("cell").set_index(indexed.index)
    x = indexed[[f"x{j}" for j in range(1, 9)]]
    weights = None if task["weights"] is None else indexed[["w"]]
    model = PanelOLS(indexed["y"], x, entity_effects=True, time_effects=other is None,
        other_effects=other, weights=weights, singletons=False)
    fit = model.fit(cov_type="clustered", clusters=indexed[["village"]])
    return [float(fit.params["x1"]), float(fit.std_errors["x1"])]
""",
}
FIXEST = """
library(fixest); task <- jsonlite::fromJSON(commandArgs(TRUE)[1])
setFixest_notes(FALSE); setFixest_nthreads(2)
data <- as.data.frame(arrow::read_parquet(task$file)); times <- c()
for (i in 1:task$times) { begin <- proc.time()[["elapsed"]]
  fit <- feols(as.formula(task$formula), data, cluster = ~village, fixef.rm = "singleton",
    weights = if (is.null(task$weights)) NULL else data[[task$weights]])
  times <- c(times, proc.time()[["elapsed"]] - begin) }
cat(jsonlite::toJSON(list(seconds = times, gigabytes = NA, x1 = c(coef(fit)[["x1"]],
  se(fit)[["x1"]])), auto_unbox = FALSE))
"""
BACKENDS = ("rust", "numba")


def main() -> int:
    """Run every engine on every model and size, print the ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=[100_000, 1_000_000])
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--models", nargs="+", choices=sorted(FORMULAS), default=sorted(FORMULAS))
    peers = ["pyfixest", "linearmodels", "fixest"]
    parser.add_argument("--peers", nargs="*", choices=peers, default=peers)
    options = parser.parse_args()
    print(f"{'rows':>12} {'model':28} {'engine':18} {'seconds':>9} {'ratio':>7} {'GiB':>6}  x1")
    for rows in options.rows:
        for model in options.models:
            _model(rows, model, options)
    return 0


def _model(rows: int, model: str, options: argparse.Namespace) -> None:
    weights = "w" if model == "B" else None
    formula = f"y ~ {' + '.join(X)} | {FORMULAS[model]}"
    task = {"rows": rows, "formula": formula, "weights": weights, "times": options.times}
    name = FORMULAS[model] + (", weighted" if weights else "")
    ours = _run(CALLS["kinpanel"], task)
    base = _print(rows, name, "kinpanel", ours, None)
    for peer in options.peers:
        if peer == "pyfixest":
            runs = [_run(CALLS[peer], {**task, "backend": one}) for one in BACKENDS]
            done = [run for run in runs if "seconds" in run]
            best = min(done, key=lambda run: statistics.median(run["seconds"]), default=runs[0])
            _print(rows, name, peer, best, base)
        elif peer == "fixest":
            _print(rows, name, peer, _fixest(task), base)
        else:
            _print(rows, name, peer, _run(CALLS[peer], task), base)


def _run(call: str, task: dict[str, object]) -> dict[str, list[float]]:
    program = PANEL + call + CLOCK
    command = [sys.executable, "-c", program, json.dumps(task)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return _answer(done)


def _fixest(task: dict[str, object]) -> dict[str, list[float]]:
    rscript = shutil.which("Rscript")
    if rscript is None:
        return {"failed": ["Rscript is not installed"]}  # type: ignore[list-item]
    with tempfile.TemporaryDirectory(prefix="bench-fixest-") as folder:
        file = Path(folder) / "panel.parquet"
        write = PANEL + f"panel({task['rows']}).to_parquet({str(file)!r})"
        subprocess.run([sys.executable, "-c", write], check=True)
        call = json.dumps({**task, "file": str(file)})
        done = subprocess.run(
            [rscript, "-e", FIXEST, call], capture_output=True, text=True, check=False
        )
    return _answer(done)


def _answer(done: subprocess.CompletedProcess[str]) -> dict[str, list[float]]:
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["killed"])[-1]
        return {"failed": [last[:80]]}  # type: ignore[list-item]
    found: dict[str, list[float]] = json.loads(done.stdout.splitlines()[-1])
    return found


def _print(
    rows: int, model: str, engine: str, run: dict[str, list[float]], base: float | None
) -> float:
    if "seconds" not in run:
        print(f"{rows:>12,} {model:28} {engine:18} {run['failed'][0]}", flush=True)
        return float("nan")
    seconds = statistics.median(run["seconds"])
    ratio = "" if base is None else f"{seconds / base:.1f}x"
    memory = run["gigabytes"] if isinstance(run["gigabytes"], float) else float("nan")
    slope, error = run["x1"]
    print(
        f"{rows:>12,} {model:28} {engine:18} {seconds:9.3f} {ratio:>7} {memory:6.2f}"
        f"  {slope:.10f} ({error:.10f})",
        flush=True,
    )
    return seconds


if __name__ == "__main__":
    raise SystemExit(main())
