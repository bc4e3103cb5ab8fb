"""Transcribes one recording by the Realtime client of OpenAI's package, and prints each event as one line of JSON.

Its argument is a JSON object: base (address of the API), key, audio (file), session (of session.update), until (stops after a transcript
with this text), and optionally ca (file), model and commit.
"""

import base64
import json
import ssl
import sys

import openai
import websockets

run = json.loads(sys.argv[1])
client = openai.OpenAI(base_url=run["base"], api_key=run["key"])
tls = {"ssl": ssl.create_default_context(cafile=run["ca"])} if "ca" in run else {}
model = {"model": run["model"]} if "model" in run else {"extra_query": {"intent": "transcription"}}


def show(event):
    print(json.dumps(event), flush=True)


try:
    with client.realtime.connect(**model, websocket_connection_options=tls) as connection:
        connection.session.update(session=run["session"])
        with open(run["audio"], "rb") as audio:
            while piece := audio.read(4_800):
                connection.input_audio_buffer.append(audio=base64.b64encode(piece).decode())
        if run.get("commit"):
            connection.input_audio_buffer.commit()
        while True:
            event = connection.recv()
            show(event.to_dict())
            if event.type == "conversation.item.input_audio_transcription.completed":
                if run["until"] in event.transcript:
                    break
except websockets.ConnectionClosed as e:
    show({"type": "closed", "code": e.rcvd.code, "reason": e.rcvd.reason})
except websockets.InvalidStatus as e:
    show({"type": "refused", "status": e.response.status_code, "body": e.response.body.decode()})
