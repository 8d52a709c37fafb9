"""The ASGI application: uvicorn serves it in production, Daphne under `manage.py runserver`.

lifespan → body limits → Django (HTTP)
                       → login token → consumer (WebSocket)
"""

from __future__ import annotations

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django_application = get_asgi_application()

from channels.routing import ProtocolTypeRouter, URLRouter  # noqa: E402 - after Django's set-up

from accounts.authentication import SocketTokenMiddleware  # noqa: E402
from chat.routing import websocket_urlpatterns  # noqa: E402
from config.lifespan import Lifespan  # noqa: E402
from files.body_gate import BodyGate  # noqa: E402

application = Lifespan(
    ProtocolTypeRouter(
        {
            "http": BodyGate(django_application),
            "websocket": SocketTokenMiddleware(URLRouter(websocket_urlpatterns)),
        }
    )
)
