"""Scores camera frames as a program in Python would: confluent-kafka, OpenCV, and NumPy or ONNX Runtime.

Reads encoded pictures from a topic, decodes them, divides each channel by its Frobenius norm, applies the attention operator
and writes the score maps, float16 [oC, H, W] without a header, to another topic with the frame's key and headers. One process
uses one core; several of one group share the partitions.

The parameter file is safetensors with keys [oC, 3, 3, iC] and values [oC, 3, 3, 1], float32. With --onnx the operator is a
graph of inputs x [H W, iC] uint8, keys [oC, 9, iC] and values [oC, 9] and an output scores [oC, H W]; it runs in the package
onnxruntime, or where that is not installed in the library that --onnxruntime names. Without, it is NumPy.

Offsets are committed when the maps of a batch are written (at least once), with --exactly-once in one transaction with them.
SIGTERM ends it after the batch in work.
"""

import argparse
import json
import signal

import cv2
import numpy
from confluent_kafka import Consumer, KafkaException, Producer

BATCH = 16
LARGEST_MESSAGE = 16 << 20


def read_parameters(path):
    with open(path, "rb") as file:
        content = file.read()
    start = 8 + int.from_bytes(content[:8], "little")
    header = json.loads(content[8:start])

    def tensor(name):
        begin, end = header[name]["data_offsets"]
        return numpy.frombuffer(content[start + begin : start + end], numpy.float32).reshape(header[name]["shape"])

    keys, values = tensor("keys"), tensor("values")
    outputs, _, _, channels = keys.shape
    return keys.reshape(outputs, 9, channels), values.reshape(outputs, 9)


def decode(encoded):
    picture = cv2.imdecode(numpy.frombuffer(encoded, numpy.uint8), cv2.IMREAD_COLOR)
    return cv2.cvtColor(picture, cv2.COLOR_BGR2RGB)


def numpy_operator(keys, values):
    """Pixels lie innermost, so that every step runs over long rows."""
    outputs, positions, channels = keys.shape
    flat = keys.reshape(outputs * positions, channels)
    weights = values.reshape(outputs, 1, positions)

    def score(picture):
        queries = picture.reshape(-1, channels).astype(numpy.float32).T.copy()
        norms = numpy.linalg.norm(queries, axis=1, keepdims=True)
        queries /= numpy.where(norms > 0, norms, 1)
        logits = (flat @ queries).reshape(outputs, positions, -1)
        logits -= logits.max(axis=1, keepdims=True)
        exponentials = numpy.exp(logits, out=logits)
        return (weights @ exponentials)[:, 0] / exponentials.sum(axis=1)

    return score


def onnx_operator(keys, values, model, library):
    onnxruntime = import_onnxruntime(library)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    channels = keys.shape[2]

    def score(picture):
        return session.run(["scores"], {"x": picture.reshape(-1, channels), "keys": keys, "values": values})[0]

    return score


def import_onnxruntime(library):
    try:
        import onnxruntime

        return onnxruntime
    except ImportError:
        if library is None:
            raise
        import ort

        return ort.Runtime(library)


class AtLeastOnce:
    def __init__(self, consumer, settings):
        self.consumer = consumer
        self.producer = Producer(settings)

    def write(self, topic, maps):
        for message, scores in maps:
            self.producer.produce(topic, scores, message.key(), headers=message.headers())
        self.producer.flush()
        self.consumer.commit(asynchronous=False)


class ExactlyOnce:
    def __init__(self, consumer, settings, transactional_id):
        self.consumer = consumer
        self.producer = Producer({**settings, "transactional.id": transactional_id})
        self.producer.init_transactions()

    def write(self, topic, maps):
        try:
            self.producer.begin_transaction()
            for message, scores in maps:
                self.producer.produce(topic, scores, message.key(), headers=message.headers())
            partitions = self.consumer.assignment()
            self.producer.send_offsets_to_transaction(
                self.consumer.position(partitions), self.consumer.consumer_group_metadata()
            )
            self.producer.commit_transaction()
        except KafkaException as failure:
            if not failure.args[0].txn_requires_abort():
                raise
            self.producer.abort_transaction()
            self.back_to_last_commit()

    def back_to_last_commit(self):
        for partition in self.consumer.committed(self.consumer.assignment()):
            partition.offset = max(partition.offset, 0)
            self.consumer.seek(partition)


def main():
    options = arguments()
    cv2.setNumThreads(1)
    keys, values = read_parameters(options.parameters)
    if options.onnx:
        score = onnx_operator(keys, values, options.onnx, options.onnxruntime)
    else:
        score = numpy_operator(keys, values)
    servers = {"bootstrap.servers": options.bootstrap_servers}
    consumer = Consumer(
        {**servers, "group.id": options.group, "auto.offset.reset": "earliest", "enable.auto.commit": False}
    )
    settings = {**servers, "message.max.bytes": LARGEST_MESSAGE}
    if options.exactly_once:
        writer = ExactlyOnce(consumer, settings, options.exactly_once)
    else:
        writer = AtLeastOnce(consumer, settings)
    stopped = []
    signal.signal(signal.SIGTERM, lambda *_: stopped.append(True))
    consumer.subscribe([options.input])
    while not stopped:
        maps = []
        for message in consumer.consume(num_messages=BATCH, timeout=0.5):
            if message.error():
                raise KafkaException(message.error())
            scores = score(decode(message.value()))
            maps.append((message, scores.astype(numpy.float16).tobytes()))
        if maps:
            writer.write(options.output, maps)
    consumer.close()


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("--bootstrap-servers", required=True)
    parser.add_argument("--group", required=True)
    parser.add_argument("--input", required=True, help="topic of encoded pictures")
    parser.add_argument("--output", required=True, help="topic of score maps")
    parser.add_argument("--parameters", required=True, help="safetensors file")
    parser.add_argument("--onnx", help="graph of the operator")
    parser.add_argument("--onnxruntime", metavar="LIBRARY", help="libonnxruntime.so to use without the package onnxruntime")
    parser.add_argument("--exactly-once", metavar="TRANSACTIONAL_ID", help="write in transactions of this name")
    return parser.parse_args()


if __name__ == "__main__":
    main()
