#!/bin/sh
# Prepares the databases of a server and ends; running it again changes nothing.
set -eu
python -m include.runtime.initialise
airflow db migrate
airflow users create --role Admin --username "$AIRFLOW_LOGIN" --password "$AIRFLOW_PASSWORD" \
    --firstname Night --lastname Shift --email "$AIRFLOW_LOGIN@localhost"
