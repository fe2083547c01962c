# One image for every Airflow component and for the one-off commands.
# The base is an argument: any image with Python 3.11 to 3.13 and venv will do.
ARG BASE_IMAGE=python:3.12-slim-bookworm
FROM ${BASE_IMAGE}

ENV PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    PYTHONPATH=/opt/nightshift \
    PATH=/opt/venv/bin:$PATH

# no user of the host: the files that it writes live in named volumes
RUN useradd --create-home --uid 50000 nightshift \
    && python3 -m venv /opt/venv \
    && mkdir -p /opt/nightshift /var/lib/nightshift/site \
    && chown -R nightshift /opt/nightshift /var/lib/nightshift

WORKDIR /opt/nightshift
COPY requirements.txt ./
# the lock is complete: nothing beside it may be resolved
RUN pip install --no-cache-dir --no-deps --requirement requirements.txt

COPY include include
COPY plugins plugins
COPY dags dags
COPY reports/templates reports/templates
COPY docker/initialise.sh docker/initialise.sh

USER nightshift
