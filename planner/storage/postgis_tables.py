"""The guards of a working city's tables in PostGIS."""

from __future__ import annotations

from sqlalchemy import Connection
from sqlalchemy import text as statement

WRITES = "planner.writes"
"""The setting that the planner's own transactions carry."""

# Rows that another program changed would have no history: it is refused with a sentence for whoever sits there.
_REFUSE = """
CREATE OR REPLACE FUNCTION only_the_planner_writes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_setting('planner.writes', true) IS DISTINCT FROM 'on' THEN
    RAISE EXCEPTION 'Only the planner writes the table %, so that every change has a history.', TG_TABLE_NAME
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NULL;
END $$
"""


def guard_postgis_table(connection: Connection, name: str) -> None:
    """Let nobody but the planner change the rows of a table."""
    connection.exec_driver_sql(_REFUSE.replace("%", "%%"))
    connection.exec_driver_sql(
        f'CREATE TRIGGER only_the_planner BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON "{name}" '
        "FOR EACH STATEMENT EXECUTE FUNCTION only_the_planner_writes()"
    )


def allow_writing(connection: Connection) -> None:
    """Let the guards pass what this transaction writes."""
    connection.execute(statement("SELECT set_config(:name, 'on', true)"), {"name": WRITES})
