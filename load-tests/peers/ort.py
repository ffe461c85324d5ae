"""ONNX Runtime for Python where its package can't be installed: the few calls that python_consumer.py makes, through the C API
of a shared library of ONNX Runtime (1.16 or newer). Names and meaning are those of the package onnxruntime. As there, inputs
are read where they lie and each output is copied once."""

import ctypes
from ctypes import POINTER, byref, c_char_p, c_int, c_int64, c_size_t, c_uint32, c_void_p

import numpy

API_VERSION = 16

# Places of functions in OrtApi, which only ever grows at its end.
GET_ERROR_MESSAGE = 2
CREATE_ENV = 3
CREATE_SESSION = 7
RUN = 9
CREATE_SESSION_OPTIONS = 10
SET_INTRA_OP_NUM_THREADS = 24
SESSION_GET_OUTPUT_COUNT = 31
SESSION_GET_OUTPUT_NAME = 37
CREATE_TENSOR_WITH_DATA = 49
GET_TENSOR_MUTABLE_DATA = 51
GET_TENSOR_ELEMENT_TYPE = 60
GET_DIMENSIONS_COUNT = 61
GET_DIMENSIONS = 62
GET_TENSOR_TYPE_AND_SHAPE = 65
CREATE_CPU_MEMORY_INFO = 69
GET_ALLOCATOR_WITH_DEFAULT_OPTIONS = 78
RELEASE_STATUS = 93
RELEASE_VALUE = 96
RELEASE_TENSOR_TYPE_AND_SHAPE_INFO = 99

WARNING = 2
ARENA_ALLOCATOR = 1
DEFAULT_MEMORY = 0
ELEMENT_TYPES = {1: numpy.dtype(numpy.float32), 2: numpy.dtype(numpy.uint8), 7: numpy.dtype(numpy.int64)}
CODES = {dtype: code for code, dtype in ELEMENT_TYPES.items()}


class SessionOptions:
    intra_op_num_threads = 0


class Api:
    """The functions of a library; a failure comes out as RuntimeError with ONNX Runtime's own message."""

    def __init__(self, library):
        base = ctypes.CDLL(library).OrtGetApiBase
        base.restype = POINTER(c_void_p)
        get_api = ctypes.CFUNCTYPE(POINTER(c_void_p), c_uint32)(base()[0])
        self.table = get_api(API_VERSION)
        if not self.table:
            raise RuntimeError(f"{library} does not have version {API_VERSION} of the C API")
        self.error_message = self.function(GET_ERROR_MESSAGE, c_char_p, c_void_p)
        self.release_status = self.function(RELEASE_STATUS, None, c_void_p)

    def function(self, place, result, *arguments):
        return ctypes.CFUNCTYPE(result, *arguments)(self.table[place])

    def checked(self, place, *arguments):
        function = self.function(place, c_void_p, *arguments)

        def call(*values):
            status = function(*values)
            if status:
                message = self.error_message(status).decode()
                self.release_status(status)
                raise RuntimeError(message)

        return call


class Runtime:
    """What `import onnxruntime` would give."""

    SessionOptions = SessionOptions

    def __init__(self, library):
        self.api = Api(library)
        self.environment = c_void_p()
        self.api.checked(CREATE_ENV, c_int, c_char_p, c_void_p)(WARNING, b"ort", byref(self.environment))

    def InferenceSession(self, path, sess_options=SessionOptions(), providers=None):
        return InferenceSession(self.api, self.environment, path, sess_options)


class InferenceSession:
    def __init__(self, api, environment, path, options):
        self.new_tensor = api.checked(
            CREATE_TENSOR_WITH_DATA, c_void_p, c_void_p, c_size_t, c_void_p, c_size_t, c_int, c_void_p
        )
        self.call = api.checked(
            RUN, c_void_p, c_void_p, c_void_p, c_void_p, c_size_t, c_void_p, c_size_t, c_void_p
        )
        self.shape_of = api.checked(GET_TENSOR_TYPE_AND_SHAPE, c_void_p, c_void_p)
        self.element_type = api.checked(GET_TENSOR_ELEMENT_TYPE, c_void_p, c_void_p)
        self.dimensions_count = api.checked(GET_DIMENSIONS_COUNT, c_void_p, c_void_p)
        self.dimensions = api.checked(GET_DIMENSIONS, c_void_p, c_void_p, c_size_t)
        self.data = api.checked(GET_TENSOR_MUTABLE_DATA, c_void_p, c_void_p)
        self.release_value = api.function(RELEASE_VALUE, None, c_void_p)
        self.release_shape = api.function(RELEASE_TENSOR_TYPE_AND_SHAPE_INFO, None, c_void_p)

        native = c_void_p()
        api.checked(CREATE_SESSION_OPTIONS, c_void_p)(byref(native))
        api.checked(SET_INTRA_OP_NUM_THREADS, c_void_p, c_int)(native, options.intra_op_num_threads)
        self.session = c_void_p()
        api.checked(CREATE_SESSION, c_void_p, c_char_p, c_void_p, c_void_p)(
            environment, path.encode(), native, byref(self.session)
        )
        self.memory = c_void_p()
        api.checked(CREATE_CPU_MEMORY_INFO, c_int, c_int, c_void_p)(
            ARENA_ALLOCATOR, DEFAULT_MEMORY, byref(self.memory)
        )
        self.outputs = self.output_names(api)

    def output_names(self, api):
        allocator = c_void_p()
        api.checked(GET_ALLOCATOR_WITH_DEFAULT_OPTIONS, c_void_p)(byref(allocator))
        count = c_size_t()
        api.checked(SESSION_GET_OUTPUT_COUNT, c_void_p, c_void_p)(self.session, byref(count))
        name_of = api.checked(SESSION_GET_OUTPUT_NAME, c_void_p, c_size_t, c_void_p, c_void_p)
        names = []
        for index in range(count.value):
            name = c_char_p()
            name_of(self.session, index, allocator, byref(name))
            names.append(name.value.decode())
        return names

    def run(self, output_names, feed):
        wanted = output_names or self.outputs
        arrays = {name: numpy.ascontiguousarray(array) for name, array in feed.items()}
        inputs = (c_void_p * len(arrays))()
        outputs = (c_void_p * len(wanted))()
        try:
            for index, array in enumerate(arrays.values()):
                inputs[index] = self.tensor(array)
            self.call(
                self.session, None, strings(arrays), inputs, len(arrays), strings(wanted), len(wanted), outputs
            )
            return [self.array(output) for output in outputs]
        finally:
            for value in (*inputs, *outputs):
                self.release_value(value)

    def tensor(self, array):
        shape = (c_int64 * array.ndim)(*array.shape)
        value = c_void_p()
        self.new_tensor(
            self.memory, array.ctypes.data, array.nbytes, shape, array.ndim, CODES[array.dtype], byref(value)
        )
        return value

    def array(self, value):
        info, code, rank, data = c_void_p(), c_int(), c_size_t(), c_void_p()
        self.shape_of(value, byref(info))
        try:
            self.element_type(info, byref(code))
            self.dimensions_count(info, byref(rank))
            shape = (c_int64 * rank.value)()
            self.dimensions(info, shape, rank.value)
        finally:
            self.release_shape(info)
        self.data(value, byref(data))
        dtype = ELEMENT_TYPES[code.value]
        size = int(numpy.prod(shape)) * dtype.itemsize
        native = (ctypes.c_byte * size).from_address(data.value)
        return numpy.frombuffer(native, dtype).reshape(tuple(shape)).copy()


def strings(names):
    return (c_char_p * len(names))(*(name.encode() for name in names))
