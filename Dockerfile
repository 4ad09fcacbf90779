# A small image that runs as nobody in particular, on a root file system that may be read-only.
FROM python:3.12-slim AS built
WORKDIR /jazb
COPY requirements/run.txt requirements/
RUN python -m venv /opt/jazb \
    && /opt/jazb/bin/pip install --no-cache-dir --require-hashes --requirement requirements/run.txt
COPY . .
RUN /opt/jazb/bin/pip install --no-cache-dir --no-deps --no-build-isolation .

FROM python:3.12-slim
RUN useradd --system --uid 10001 --home-dir /data --shell /usr/sbin/nologin jazb \
    && install --directory --owner jazb --mode 700 /data
COPY --from=built /opt/jazb /opt/jazb
ENV PATH=/opt/jazb/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 MPLCONFIGDIR=/tmp \
    JAZB_STORAGE__URL=sqlite+aiosqlite:////data/jazb.db \
    JAZB_MONITORING__PORT=9090 JAZB_LOG__FORMAT=json
USER jazb
WORKDIR /data
VOLUME /data
EXPOSE 8443
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:9090/healthz', timeout=4)"]
STOPSIGNAL SIGTERM
CMD ["jazb", "run"]
