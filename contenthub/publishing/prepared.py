"""Questions asked at every publication: their SQL is put together once, and only values change.

Django puts a query together anew each time it is asked, which costs many times what a small answer does. A prepared
question is a query of plain columns, written with the ORM as any other; a test asks both and compares.
"""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from django.db import connection, models
from django.db.models.expressions import Expression

Parameter = models.Field[Any, Any] | list[Any]
"""What stands in a hole: a value of this kind of column, or a list of them."""

MOST_KEPT = 128
"""Longer lists are put together each time: what is done then outweighs it."""


class Hole(Expression):
    """A place in the SQL of a question where a value goes."""

    def __init__(self, number: int, place: int, output_field: Any) -> None:
        super().__init__(output_field=output_field)
        self.number, self.place = number, place

    @property
    def identity(self) -> tuple[Any, ...]:
        return (self.__class__, self.number, self.place)

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        return "%s", [self]


class Made(NamedTuple):
    """A question put together: its SQL, its parameters with holes among them, and what makes values of columns."""

    sql: str
    parameters: Sequence[Any]
    compiler: Any
    converters: Any


class Prepared:
    """A question of `make`, which returns `.values_list(…)` for as many holes as there are parameters."""

    def __init__(self, make: Callable[..., models.QuerySet[Any, Any]], *parameters: Parameter) -> None:
        self._make, self._parameters = make, parameters
        self._kept: dict[tuple[int, ...], Made] = {}

    def __call__(self, *values: Any) -> list[tuple[Any, ...]]:
        """Return the rows. A list of values has any length but none."""
        filled = [_padded(value) if isinstance(value, list) else value for value in values]
        made = self._made(tuple(len(value) if isinstance(value, list) else 0 for value in filled))
        parameters = [_value(one, filled) if isinstance(one, Hole) else one for one in made.parameters]
        with connection.cursor() as cursor:
            cursor.execute(made.sql, parameters)
            rows = cursor.fetchall()
        if made.converters:
            rows = made.compiler.apply_converters(rows, made.converters)
        return [tuple(row) for row in rows]

    def _made(self, sizes: tuple[int, ...]) -> Made:
        made = self._kept.get(sizes) or self._put_together(sizes)
        if max(sizes, default=0) <= MOST_KEPT:
            self._kept[sizes] = made
        return made

    def _put_together(self, sizes: tuple[int, ...]) -> Made:
        holes = [_holes(number, field, sizes[number]) for number, field in enumerate(self._parameters)]
        compiler = self._make(*holes).query.get_compiler(connection=connection)
        sql, parameters = compiler.as_sql()
        return Made(sql, parameters, compiler, compiler.get_converters([one[0] for one in compiler.select]))


def _holes(number: int, parameter: Parameter, size: int) -> Hole | list[Hole]:
    if isinstance(parameter, list):
        return [Hole(number, place, parameter[0]) for place in range(size)]
    return Hole(number, 0, parameter)


def _padded(values: list[Any]) -> list[Any]:
    """Return as many values as the next power of two, the last one more often than once; long lists as they are."""
    size = 1 << (len(values) - 1).bit_length()
    return values + values[-1:] * (size - len(values)) if size <= MOST_KEPT else values


def _value(hole: Hole, filled: Sequence[Any]) -> Any:
    value = filled[hole.number]
    value = value[hole.place] if isinstance(value, list) else value
    return hole.output_field.get_db_prep_value(value, connection, prepared=False)
