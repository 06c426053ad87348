# One image for the API and the worker; the command says which. The embedded servers are not in it.
FROM node:24-bookworm-slim AS build
WORKDIR /service
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY tsconfig.json tsconfig.build.json ./
COPY src src
COPY workflows workflows
COPY activities activities
COPY workers workers
COPY commands commands
COPY simulators simulators
COPY embedded embedded
RUN npm run build && rm -rf dist/embedded dist/.build.tsbuildinfo

FROM node:24-bookworm-slim AS dependencies
WORKDIR /service
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev

FROM node:24-bookworm-slim
# The worker's native part verifies TLS against the system's certificates.
RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates && rm -rf /var/lib/apt/lists/*
WORKDIR /service
ENV NODE_ENV=production
COPY --from=dependencies /service/node_modules node_modules
COPY --from=build /service/dist dist
COPY commands/command.js commands/command.js
COPY package.json ./
USER node
CMD ["node", "--enable-source-maps", "dist/src/main.js"]
