# One image for web, worker and migrations. GDAL, GEOS and PROJ come inside the Python wheels.

FROM node:22-bookworm-slim AS front
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --ignore-scripts

FROM python:3.12-slim-bookworm AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PYTHONDONTWRITEBYTECODE=1
RUN apt-get update \
    && apt-get install -y --no-install-recommends gettext \
    && rm -rf /var/lib/apt/lists/*
RUN python -m venv /opt/venv
ENV PATH=/opt/venv/bin:$PATH
WORKDIR /app
COPY requirements.server.lock ./
RUN pip install --no-cache-dir --require-hashes -r requirements.server.lock
COPY . .
COPY --from=front /app/node_modules node_modules
# No database and no secret is needed to compile and collect; the key below never leaves this stage.
RUN django-admin compilemessages --ignore node_modules \
    && SECRET_KEY=build-stage-only python manage.py collectstatic --no-input --verbosity 0 \
    && python -m compileall -q . /opt/venv/lib \
    && rm -rf node_modules

FROM python:3.12-slim-bookworm
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    MEDIA_ROOT=/data/media
# Pango and a Chinese typeface draw the printable site sheet.
RUN apt-get update \
    && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-noto-cjk \
    && rm -rf /var/lib/apt/lists/*
RUN useradd --system --uid 10001 --no-create-home --home-dir /nonexistent heritage \
    && install -d -o heritage -g heritage -m 750 /data/media
COPY --from=build /opt/venv /opt/venv
COPY --from=build /app /app
WORKDIR /app
USER heritage
VOLUME /data/media
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=4 CMD ["python", "scripts/healthcheck.py"]
CMD ["python", "-m", "gunicorn", "patrol.wsgi", "--preload", "--workers", "2", "--threads", "4", "--access-logfile", "-", "--access-logformat", "%(h)s %(m)s %(U)s %(s)s %(L)ss", "--bind", "0.0.0.0:8000"]
