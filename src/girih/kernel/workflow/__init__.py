"""States as a table, and the one function that moves a state.

A room declares a `Machine` in its workflow.py; `move` locks the row, asks who may, checks what the step
needs, writes, and leaves effects to run after commit. Nothing else assigns a state column.
"""

from girih.kernel.workflow.machine import Machine, Need, State, Transition
from girih.kernel.workflow.move import move, verdict_on

__all__ = ["Machine", "Need", "State", "Transition", "move", "verdict_on"]
