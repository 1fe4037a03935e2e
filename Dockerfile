# The shop in an image: packages by their hashes, static files collected, an unprivileged user.
ARG PYTHON=python:3.11.14-slim-bookworm

FROM ${PYTHON} AS packages
RUN python -m venv /opt/shop
COPY requirements/run.txt .
RUN --mount=type=cache,target=/root/.cache/pip \
    /opt/shop/bin/pip install --disable-pip-version-check --require-hashes --no-deps -r run.txt

FROM ${PYTHON} AS static
COPY --from=packages /opt/shop /opt/shop
WORKDIR /app
COPY . .
# Collecting wants settings that would start; these values go no further than this line.
RUN DEMO=0 SITE_URL=https://build.invalid ALLOWED_HOSTS=build.invalid EMAIL_URL=consolemail:// VAR_DIR=/tmp/var \
    SECRET_KEY=not-a-secret-it-only-collects-static-files-and-is-forgotten STATIC_DIR=/app-static \
    /opt/shop/bin/python manage.py collectstatic --no-input

FROM ${PYTHON}
RUN useradd --system --uid 10001 --user-group --no-create-home shop && install -d -o shop -g shop /var/lib/shop
COPY --from=packages /opt/shop /opt/shop
COPY --from=static /app-static /app-static
WORKDIR /app
COPY . .
RUN /opt/shop/bin/python -m compileall -q /app
ENV PATH=/opt/shop/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    DEMO=0 STATIC_DIR=/app-static VAR_DIR=/var/lib/shop
VOLUME /var/lib/shop
USER shop
EXPOSE 8000
CMD ["python", "manage.py", "serve", "--host", "0.0.0.0", "--port", "8000"]
