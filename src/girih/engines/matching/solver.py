"""HiGHS, fed by numpy arrays: the only file of this engine that speaks to the solver."""

from __future__ import annotations

import dataclasses
from typing import Any

import highspy
import numpy as np

from girih.engines.matching.members import FloatArray, IntArray


@dataclasses.dataclass
class Clock:
    """Seconds of solver time left."""

    left: float


@dataclasses.dataclass(frozen=True)
class Columns:
    """Columns of a programme in compressed form: objective, bounds, and entries by column."""

    cost: FloatArray
    lower: FloatArray
    upper: FloatArray
    start: IntArray  # (columns + 1,)
    row: IntArray
    value: FloatArray


@dataclasses.dataclass(frozen=True)
class Outcome:
    """`status` is optimal, infeasible or stopped; `x` is None when no solution was found."""

    status: str
    x: FloatArray | None
    duals: FloatArray
    bound: float


def _quiet(clock: Clock) -> highspy.Highs:
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("random_seed", 1)
    solver.setOptionValue("threads", 1)
    solver.setOptionValue("time_limit", max(clock.left, 0.0))
    return solver


def _programme(columns: Columns, lower: FloatArray, upper: FloatArray, integer: FloatArray | None) -> Any:
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(columns.cost), len(lower)
    lp.sense_ = highspy.ObjSense.kMaximize
    lp.col_cost_, lp.col_lower_, lp.col_upper_ = columns.cost, columns.lower, columns.upper
    lp.row_lower_, lp.row_upper_ = lower, upper
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.start_ = columns.start.astype(np.int32)
    lp.a_matrix_.index_ = columns.row.astype(np.int32)
    lp.a_matrix_.value_ = columns.value
    if integer is not None:
        kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
        lp.integrality_ = [kinds[int(flag)] for flag in integer]
    return lp


def _status(solver: highspy.Highs) -> str:
    status = solver.getModelStatus()
    if status == highspy.HighsModelStatus.kOptimal:
        return "optimal"
    if status in (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible):
        return "infeasible"
    return "stopped"


class Relaxation:
    """A linear programme that columns and rows may be added to and that goes on from where it stood."""

    def __init__(self, columns: Columns, lower: FloatArray, upper: FloatArray, clock: Clock) -> None:
        self._clock = clock
        self._solver = _quiet(clock)
        self._solver.passModel(_programme(columns, lower, upper, None))
        self._spent = 0.0

    def solve(self) -> Outcome:
        self._solver.setOptionValue("time_limit", self._spent + max(self._clock.left, 0.0))
        self._solver.run()
        spent = self._solver.getRunTime()
        self._clock.left -= spent - self._spent
        self._spent = spent
        solution = self._solver.getSolution()
        # Duals are wanted as prices: what one more unit of a row would bring to a maximum.
        return Outcome(
            _status(self._solver),
            np.array(solution.col_value),
            np.array(solution.row_dual),
            self._solver.getInfo().objective_function_value,
        )

    def add_columns(self, columns: Columns) -> None:
        self._solver.addCols(
            len(columns.cost),
            columns.cost,
            columns.lower,
            columns.upper,
            len(columns.row),
            columns.start[:-1].astype(np.int32),
            columns.row.astype(np.int32),
            columns.value,
        )

    def add_row(self, upper: float, columns: IntArray) -> None:
        self._solver.addRow(
            -highspy.kHighsInf, upper, len(columns), columns.astype(np.int32), np.ones(len(columns))
        )


def solve_integer(
    columns: Columns,
    lower: FloatArray,
    upper: FloatArray,
    integer: FloatArray,
    step: float,
    clock: Clock,
    known: FloatArray | None = None,
) -> Outcome:
    """Maximise with integer columns; values differ by at least `step`, so a gap of half of it proves."""
    solver = _quiet(clock)
    solver.setOptionValue("mip_rel_gap", 0.0)
    solver.setOptionValue("mip_abs_gap", step / 2)
    solver.setOptionValue("primal_feasibility_tolerance", 1e-9)
    solver.setOptionValue("dual_feasibility_tolerance", 1e-9)
    solver.setOptionValue("mip_feasibility_tolerance", 1e-9)
    solver.passModel(_programme(columns, lower, upper, integer))
    if known is not None:
        start = highspy.HighsSolution()
        start.col_value = known
        start.value_valid = True
        solver.setSolution(start)
    solver.run()
    clock.left -= solver.getRunTime()
    info = solver.getInfo()
    found = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    return Outcome(
        _status(solver),
        np.array(solver.getSolution().col_value) if found else None,
        np.zeros(0),
        info.mip_dual_bound,
    )
