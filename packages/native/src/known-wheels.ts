/** The versions of TensorFlow that this package was tried with. */

/** The version that is installed when none is asked for. */
export const DEFAULT_TENSORFLOW = '2.15.1'

/** SHA-256 by file name. */
export type WheelHashes = Readonly<Record<string, string>>

/** Any other wheel is trusted at first sight, and remembered. */
export const KNOWN_WHEELS: WheelHashes = {
  'tensorflow_cpu-2.15.1-cp311-cp311-manylinux_2_17_x86_64.manylinux2014_x86_64.whl':
    '54660c074d7241a503e81edfd9f5ef5af88f64051b72e2945f26318c790f2d26',
  'tensorflow-2.15.1-cp311-cp311-manylinux_2_17_aarch64.manylinux2014_aarch64.whl':
    'e73d43dbc68d8c711e70edecc4ac70472799a25ec4ec18a84d479ee18033d3c5',
  'tensorflow_cpu_aws-2.15.1-cp311-cp311-manylinux_2_17_aarch64.manylinux2014_aarch64.whl':
    'd4c3a3a9363bf42999adedbbd514e3a133be2d62f61fee9cfa46aaefb087c09e',
  'tensorflow-2.15.1-cp311-cp311-manylinux_2_17_x86_64.manylinux2014_x86_64.whl':
    'bb0edd69103c154245c5f209f0507355cc68ba7e4de350084bc31edc562478e4',
  'tensorflow_cpu-2.19.1-cp311-cp311-manylinux_2_17_x86_64.manylinux2014_x86_64.whl':
    '0b6d72bd09c267e7573757bd309f5b1e2cdb02577339991da751f3a1411e4dae',
  'tensorflow-2.19.1-cp311-cp311-manylinux_2_17_aarch64.manylinux2014_aarch64.whl':
    '22deedc251837f2382d2b287c705705cb089bfaf79b2274b78c08740e02bf188',
  'nvidia_cublas_cu12-12.2.5.6-py3-none-manylinux1_x86_64.whl':
    'f448d8db463f9a2c7dd9a1e607c0961d3e95f825b86839c5882f7d073d406df0',
  'nvidia_cuda_cupti_cu12-12.2.142-py3-none-manylinux1_x86_64.whl':
    'ce68d1009dd14215e38ed49643d31374c71d6fea381181cb0b9da7f19dfd1624',
  'nvidia_cuda_nvcc_cu12-12.2.140-py3-none-manylinux1_x86_64.whl':
    'c6ff4ae7a636eb6cab7621191e19ac3779690686bbcf52c04d8b1ca2944e1e27',
  'nvidia_cuda_nvrtc_cu12-12.2.140-py3-none-manylinux1_x86_64.whl':
    'b1cdcae6443cb7cdcfb5d1bf51896a148c9f82f9e65b27db9ab095eaed689aa7',
  'nvidia_cuda_runtime_cu12-12.2.140-py3-none-manylinux1_x86_64.whl':
    'acb9cb7e44594a3512533497ea790d9f0b0e399abcc888584c157d1ffa080e41',
  'nvidia_cudnn_cu12-8.9.4.25-py3-none-manylinux1_x86_64.whl':
    '9f882d5b11753c566fd32427839089eb4f8ba7a58c28446ad359e32c40229723',
  'nvidia_cufft_cu12-11.0.8.103-py3-none-manylinux1_x86_64.whl':
    '72e961e578f9be9e316ccb4db8652c421dd0b57442624faa71061d452f449a67',
  'nvidia_curand_cu12-10.3.3.141-py3-none-manylinux1_x86_64.whl':
    '7b6bad6817b5df2a6f5ec221206fb895d9195fdd7d2443f3e86554108c141a0a',
  'nvidia_cusolver_cu12-11.5.2.141-py3-none-manylinux1_x86_64.whl':
    '5a85c4653ce34339a5688137f494a0f903e0f0532418550998167f00844161da',
  'nvidia_cusparse_cu12-12.1.2.141-py3-none-manylinux1_x86_64.whl':
    '4e13d6a51d2303dcb2a023ba09546811161f0334fc64e13689397bbd3b1eb126',
  'nvidia_nccl_cu12-2.16.5-py3-none-manylinux1_x86_64.whl':
    '84695a4248138fb2ca12f5fd3defe986e790e71ccdaad51b2ca34ca4e83ef421',
  'nvidia_nvjitlink_cu12-12.2.140-py3-none-manylinux1_x86_64.whl':
    '95635cafbf9f96c38bea5200ab145a2e6aefbb5405e0b04c1e4ba54df2d84ec9',
}
